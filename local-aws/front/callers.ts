import type { Call } from './identify';
import type { Answer } from './message';

/** Knows who is behind an access key: the role, when the key came from an AssumeRole that passed through here. */
export class Callers {
  readonly #roles = new Map<string, string>();

  /** ARN of the role, or else the access key id; `anonymous` for a request that is not signed. */
  of(accessKey: string): string {
    return accessKey === '' ? 'anonymous' : (this.#roles.get(accessKey) ?? accessKey);
  }

  /** Remembers the key that an answer gives out. */
  learn(call: Call, answer: Answer): void {
    const role = call.input.RoleArn;
    const accessKey = /<AccessKeyId>([^<]+)</.exec(answer.body.toString())?.[1];
    if (typeof role === 'string' && accessKey !== undefined) this.#roles.set(accessKey, role);
  }

  /** Whether an answer to this call gives out a key. */
  static teaches(call: Call): boolean {
    return call.service === 'sts' && call.action.startsWith('AssumeRole');
  }
}
