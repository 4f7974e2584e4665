import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';

import { contractParameterName } from '../../modules/codeless-lambda/contract';
import type { OnProgress } from '../progress';

/**
 * Reads the text of a function's deploy contract.
 *
 * @returns undefined where there is none, or where the role may not read it, as roles of the time before contracts
 */
export async function readContractParameter(
  ssm: SSMClient,
  functionName: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<string | undefined> {
  const name = contractParameterName(functionName);
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }), { abortSignal: signal });
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    if (error instanceof Error && error.name === 'AccessDeniedException') {
      const text = `the deploy contract ${name} may not be read (ssm:GetParameter): going on without it`;
      onProgress({ kind: 'note', level: 'warning', text });
      return undefined;
    }
    throw error;
  }
}
