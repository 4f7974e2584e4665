import { Deflate, deflateSync } from 'fflate';
import type { DeflatedPart, DeflateJob, PartShape } from './deflate-job';

/** Two thirds of the time of level 6 for one hundredth more bytes. */
const LEVEL = 4;
/** A part of fewer bytes is deflated without asking. */
const SAMPLED_BYTES = 64 * 1024;
/** Bytes of two samples, at a third and two thirds of a part, that tell whether it is compressed already, as pictures are. */
const SAMPLE_BYTES = 4 * 1024;
/** Samples that keep more of their size than this make the part not worth the time. */
const WORTH_IT = 0.97;
/** What a stored block of DEFLATE holds at most. @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.4 */
const STORED_BLOCK_BYTES = 65_535;
const STORED_BLOCK_HEADER = 5;
/** Length zero and its complement. */
const EMPTY_STORED_LENGTHS = Uint8Array.of(0, 0, 0xff, 0xff);

/**
 * Deflates the parts of a job, each in its place. In JavaScript and not by node:zlib, whose bytes differ among its builds
 * and processors; what is left to choose depends on nothing but the part.
 */
export function deflateParts({ memory, parts }: DeflateJob): DeflatedPart[] {
  return parts.map((part) => {
    const deflated = deflatePart(memory.subarray(part.offset, part.offset + part.bytes), part);
    if (deflated === undefined) {
      return { bytes: part.bytes, stored: true };
    }
    memory.set(deflated, part.offset);
    return { bytes: deflated.length, stored: false };
  });
}

/** Undefined: it stays as it is. */
function deflatePart(bytes: Uint8Array, { whole, last, compressible }: PartShape): Uint8Array | undefined {
  const deflated = compressible && isWorthIt(bytes) ? (last ? finalBlocks(bytes) : openBlocks(bytes)) : undefined;
  if (deflated !== undefined && deflated.length < bytes.length) {
    return deflated;
  }
  // A large file is written while it is read, so it has one method for all its parts: DEFLATE, stored blocks where they win.
  return whole ? undefined : storedBlocks(bytes, last);
}

function isWorthIt(bytes: Uint8Array): boolean {
  return (
    bytes.length < SAMPLED_BYTES ||
    [1, 2].some((third) => {
      const start = Math.floor((bytes.length * third) / 3);
      return finalBlocks(bytes.subarray(start, start + SAMPLE_BYTES)).length < SAMPLE_BYTES * WORTH_IT;
    })
  );
}

function finalBlocks(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: LEVEL, mem: hashSize(bytes) });
}

/**
 * Blocks after which others may follow: they end at a byte.
 *
 * fflate's own `flush(true)` writes a wrong empty block where bits are pending (0.8.3), so the stream is ended by an empty
 * last block, and that is turned into the empty stored block that is meant.
 */
function openBlocks(bytes: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  const stream = new Deflate({ level: LEVEL, mem: hashSize(bytes) }, (chunk) => chunks.push(chunk));
  stream.push(bytes);
  stream.flush();
  stream.push(new Uint8Array(), true);
  return reopen(Buffer.concat([...chunks, EMPTY_STORED_LENGTHS]));
}

/** The last block is 110 and seven zeros: so the highest bit that is set is the second of them. */
function reopen(blocks: Buffer): Buffer {
  let at = blocks.length - EMPTY_STORED_LENGTHS.length - 1;
  while (blocks[at] === 0) {
    at--;
  }
  const type = at * 8 + 31 - Math.clz32(blocks[at] ?? 0);
  for (const bit of [type - 1, type]) {
    const mask = 1 << (bit % 8);
    const byte = blocks[Math.floor(bit / 8)] ?? 0;
    if ((byte & mask) === 0) {
      throw new Error('fflate did not end a stream by an empty block with fixed codes');
    }
    blocks[Math.floor(bit / 8)] = byte & ~mask;
  }
  // The zeros are now the type of a stored block and what fills its byte; more than that are not wanted.
  const lengths = Math.floor((type + 1) / 8) + 1;
  blocks.set(EMPTY_STORED_LENGTHS, lengths);
  return blocks.subarray(0, lengths + EMPTY_STORED_LENGTHS.length);
}

/** A hash table as large as the data needs: fflate's own choice goes by a logarithm, which may be rounded differently. */
function hashSize(bytes: Uint8Array): 0 | 2 | 3 | 4 {
  if (bytes.length < 4096) {
    return 0;
  }
  if (bytes.length < 16_384) {
    return 2;
  }
  return bytes.length < 65_536 ? 3 : 4;
}

function storedBlocks(bytes: Uint8Array, last: boolean): Uint8Array {
  const count = Math.ceil(bytes.length / STORED_BLOCK_BYTES);
  const blocks = Buffer.allocUnsafeSlow(bytes.length + count * STORED_BLOCK_HEADER);
  for (let index = 0, at = 0; index < count; index++) {
    const block = bytes.subarray(index * STORED_BLOCK_BYTES, (index + 1) * STORED_BLOCK_BYTES);
    blocks[at] = last && index === count - 1 ? 1 : 0;
    blocks.writeUInt16LE(block.length, at + 1);
    blocks.writeUInt16LE(block.length ^ 0xffff, at + 3);
    blocks.set(block, at + STORED_BLOCK_HEADER);
    at += STORED_BLOCK_HEADER + block.length;
  }
  return blocks;
}
