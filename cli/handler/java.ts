import { readContent, readEntries } from '../package';
import { FOUND, malformed, unfit, type Finding, type HandlerQuestion } from './finding';

/** What major version a class file has more than the release of Java that it needs. */
const CLASS_OF_JAVA = 44;
/** Bytes of a class file that tell its version. */
const HEAD_BYTES = 8;
/** Bytes of a class in a jar that is looked at. */
const MAX_CLASS_BYTES = 16 * 1024 * 1024;

/**
 * Looks for a handler as the Java runtime does: a class at the root of the package or in a jar in `lib`; `package.Class`
 * or `package.Class::method`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/java-package.html
 */
export async function findJavaHandler(question: HandlerQuestion): Promise<Finding> {
  const { handler, files } = question;
  const name = handler.split('::')[0] ?? '';
  if (!/^[^\s/:]+$/.test(name)) throw malformed(question, "'package.Class::method'");
  const path = `${name.replaceAll('.', '/')}.class`;
  if (files.kind(path) !== undefined) {
    requireRelease(question, path, await files.read(path, HEAD_BYTES));
    return FOUND;
  }
  const jars = files.names('lib').filter((one) => /.\.jar$/.test(one));
  for (const jar of jars.map((one) => `lib/${one}`)) {
    if (files.kind(jar) === undefined) continue;
    const zip = await files.readZip(jar);
    if (zip === undefined) return FOUND;
    if (!(await readEntries(zip)).some((entry) => entry.path === path)) continue;
    requireRelease(question, `${path} of ${jar}`, await readContent(zip, path, MAX_CLASS_BYTES));
    return FOUND;
  }
  return { outcome: 'missing', wanted: [path, 'a jar in lib that has it'], maybeInLayer: true };
}

/** A class of a newer Java than the runtime's is refused by the runtime. */
function requireRelease({ handler, runtime }: HandlerQuestion, path: string, head: Buffer | undefined): void {
  const release = Number(/^java(\d+)/.exec(runtime)?.[1]);
  if (head === undefined || head.length < HEAD_BYTES || head.readUInt32BE(0) !== 0xcafebabe) return;
  const needed = head.readUInt16BE(6) - CLASS_OF_JAVA;
  if (needed <= release) return;
  const why = `${path} is compiled for Java ${needed}, and ${runtime} is Java ${release}`;
  throw unfit(handler, why, `Compile with --release ${release}, or raise the function's runtime in Terraform.`);
}
