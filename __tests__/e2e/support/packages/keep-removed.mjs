// Loaded into the program before its own code: keeps the directory of its work, which it removes at its end.
import { existsSync } from 'node:fs';
import promises from 'node:fs/promises';

const { rm } = promises;
promises.rm = async (path, options) => {
  const isWork = options?.recursive === true && existsSync(`${path}/dependencies`);
  return isWork ? promises.rename(path, process.env.KEEP_DEPENDENCIES) : rm(path, options);
};
