import { isServedCode, packUnlessServed } from '../../../cli/deploy/served-code';
import type { BuiltPackage, FoundPackage } from '../../../cli/package';
import { codelessErrorOf } from '../package/support/tree';

const SERVED = { sha256: 'served', contentSha256: 'content', bytes: 9 };

/** A source that was found, which has one content when it is looked at, and one when it is packed. */
function source(contentSha256: string, packed = contentSha256): { found: FoundPackage; packs: () => number } {
  const built: BuiltPackage = {
    ...{ file: 'app.zip', sha256: 'of another zlib', contentSha256: packed },
    ...{ bytes: 10, unzippedBytes: 20, entries: [] },
  };
  const pack = jest.fn(() => Promise.resolve(built));
  const found = { files: [], contentSha256: jest.fn(() => Promise.resolve(contentSha256)), pack };
  return { found, packs: () => pack.mock.calls.length };
}

it('makes no zip of a content that is served, until it is asked for', async () => {
  const { found, packs } = source('content');

  const code = await packUnlessServed(found, SERVED);

  expect(code).toMatchObject(SERVED);
  expect(packs()).toBe(0);
  await expect(isServedCode(code) && code.pack()).resolves.toMatchObject({ sha256: 'of another zlib' });
});

it('makes the zip of another content', async () => {
  const code = await packUnlessServed(source('other').found, SERVED);

  expect(isServedCode(code)).toBe(false);
  expect(code).toMatchObject({ file: 'app.zip', contentSha256: 'other' });
});

it('reads nothing twice where nobody knows what is served', async () => {
  const { found } = source('content');

  expect(isServedCode(await packUnlessServed(found, undefined))).toBe(false);
  expect(found.contentSha256).not.toHaveBeenCalled();
});

it('fails for a source that was served when it was looked at, and is another one when it is packed', async () => {
  const code = await packUnlessServed(source('content', 'other').found, SERVED);
  if (!isServedCode(code)) throw new Error('it is served');

  expect(await codelessErrorOf(code.pack())).toMatchObject({ exit: 'build', code: 'FileChanged' });
});
