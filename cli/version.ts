/** Written in by the bundler. */
declare const CODELESS_VERSION: string | undefined;

/** The release of the program; `development` where it was not bundled. */
export const VERSION = typeof CODELESS_VERSION === 'string' ? CODELESS_VERSION : 'development';
