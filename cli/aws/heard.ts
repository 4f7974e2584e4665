interface Sender {
  send(...args: never[]): unknown;
}

/** The same client, which tells of each call that AWS did what it asked for. */
export function heard<T extends Sender>(client: T, onAnswer: () => void): T {
  const send = async (...args: never[]): Promise<unknown> => {
    const answer = await client.send(...args);
    onAnswer();
    return answer;
  };
  return Object.assign(Object.create(client) as T, { send });
}
