import type { Correction } from './front/correction';
import { startGitHub, type GitHub } from './github';
import type { Runtime } from './runtime';
import { chatbot, type ChatMessage } from './services/chatbot';
import { codeBuild } from './services/codebuild';
import { codePipeline } from './services/codepipeline';
import { connections } from './services/connections';
import { notifications } from './services/notifications';

/** The services that deliver code, and a GitHub that they deliver it from. */
export interface CodeServices {
  readonly corrections: readonly Correction[];
  readonly github: GitHub;
  /** What the channels of AWS Chatbot show, the oldest first; it grows. */
  readonly messages: readonly ChatMessage[];
  /** Does what a person does in the console, so that a connection is `AVAILABLE`. */
  readonly completeConnection: (arn: string) => void;
}

/** Starts the services that the emulator lacks, each with those that it needs. */
export async function startCodeServices(runtime: Runtime): Promise<CodeServices> {
  const github = await startGitHub(runtime);
  const { repositories } = github;
  const connected = connections(runtime);
  const built = codeBuild(runtime);
  const piped = codePipeline(runtime, { repositories, connections: connected.port, builds: built.builds });
  const { chat, corrections } = chatbot(runtime);
  const notified = notifications(runtime, chat);
  return {
    corrections: [connected, built, piped, { corrections }, notified].flatMap((room) => room.corrections),
    github,
    messages: chat.messages,
    completeConnection: connected.complete,
  };
}
