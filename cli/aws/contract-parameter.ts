import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';

import { contractParameterName } from '../../modules/codeless-lambda/contract';

/**
 * Reads the text of a function's deploy contract.
 *
 * @param onDenied hears of the error if the role may not read it, as roles of the time before contracts
 * @returns undefined where there is none, or where it may not be read
 */
export async function readContractParameter(
  ssm: SSMClient,
  functionName: string,
  onDenied: (error: Error) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const command = new GetParameterCommand({ Name: contractParameterName(functionName) });
    return (await ssm.send(command, { abortSignal: signal })).Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    if (!(error instanceof Error) || !error.name.includes('AccessDenied')) throw error;
    onDenied(error);
    return undefined;
  }
}
