/** The host of AWS's console in the partition of a region. */
function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return `${region}.console.aws.amazon.com`;
}

/** A version of a function. */
export function versionUrl(region: string, functionName: string, version: string): string {
  const address = `https://${consoleHost(region)}/lambda/home?region=${region}#/functions/${functionName}`;
  return `${address}/versions/${version}?tab=code`;
}

/** A layer version. */
export function layerVersionUrl(region: string, layerVersionArn: string): string {
  const [name = '', version = ''] = layerVersionArn.split(':').slice(-2);
  return `https://${consoleHost(region)}/lambda/home?region=${region}#/layers/${name}/versions/${version}`;
}

/** An object in a bucket. */
export function objectUrl(region: string, bucket: string, key: string): string {
  return `https://${consoleHost(region)}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
}
