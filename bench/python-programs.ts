export { installPythonProgram } from '../demo/python-programs';
