import { ServiceError } from '../service';

/** A tag of a pipeline or a webhook. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

const MAX_TAGS = 50;

/** The tags of what there is, by ARN. */
export class Tags {
  readonly #tags = new Map<string, Map<string, string>>();

  /** Makes a resource one that can be tagged; what it has stays. */
  register(arn: string, tags: readonly Tag[]): void {
    if (!this.#tags.has(arn)) this.#tags.set(arn, new Map());
    this.add(arn, tags);
  }

  forget(arn: string): void {
    this.#tags.delete(arn);
  }

  /**
   * @throws ServiceError for what cannot be tagged, and for tags that cannot be
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TagResource.html
   */
  add(arn: string, tags: readonly Tag[]): void {
    const own = this.#of(arn);
    if (tags.some(({ key }) => key.toLowerCase().startsWith('aws:'))) {
      throw new ServiceError('InvalidTagsException', 'Keys of tags that begin with aws: are reserved');
    }
    if (new Set([...own.keys(), ...tags.map(({ key }) => key)]).size > MAX_TAGS) {
      throw new ServiceError('TooManyTagsException', `A resource has at most ${MAX_TAGS} tags`);
    }
    for (const { key, value } of tags) own.set(key, value);
  }

  remove(arn: string, keys: readonly string[]): void {
    for (const key of keys) this.#of(arn).delete(key);
  }

  list(arn: string): Tag[] {
    return [...this.#of(arn)].map(([key, value]) => ({ key, value }));
  }

  #of(arn: string): Map<string, string> {
    const tags = this.#tags.get(arn);
    if (tags) return tags;
    throw new ServiceError('ResourceNotFoundException', `There is nothing with the ARN ${arn}`);
  }
}
