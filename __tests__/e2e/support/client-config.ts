/** What an SDK client needs to talk to a local AWS. */
export function clientConfig(environment: Readonly<Record<string, string>>) {
  return {
    region: environment.AWS_REGION ?? '',
    endpoint: environment.AWS_ENDPOINT_URL ?? '',
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    },
  };
}
