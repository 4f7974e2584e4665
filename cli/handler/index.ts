export { checkHandler, type HandlerCheck } from './check-handler';
export { startedFiles, wrappedHandler, type Wiring } from './wiring';
