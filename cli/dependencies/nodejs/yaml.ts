/** What is used of the library; as a module of its own it is compiled when it is needed, and keeps its names when bundled. */
export { parse, stringify } from 'yaml';
