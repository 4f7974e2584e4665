export { checkHandler, type HandlerCheck } from './check-handler';
export { otherInstallations, startedFiles, wrappedHandler, type Wiring } from './wiring';
