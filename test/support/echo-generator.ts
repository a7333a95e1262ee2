import type {
  DecisionRequest,
  GenerationRequest,
  GenerationUsage,
  TextGenerator,
} from '../../src/models/text-generator.ts';

/** A text model that copies the card of its prompt into a reply that holds, and keeps what it was asked. */
export class EchoGenerator implements TextGenerator {
  readonly model = { id: 'echo', sha256: '0'.repeat(64) };
  readonly contextTokens = 4_096;
  readonly prompts: GenerationRequest[] = [];

  // oxlint-disable-next-line typescript/require-await -- the port is a stream
  async *generate(request: GenerationRequest): AsyncGenerator<string, GenerationUsage, undefined> {
    this.prompts.push(request);
    const card = /\[CARD_\d+\]/u.exec(request.user)?.[0] ?? '';
    yield `Report the lost card ${card} on 0800 555 0142. `;
    yield 'Reporting a lost card cancels that card for good.';
    return { promptTokens: 1, completionTokens: 2 };
  }

  async decide({ choices }: DecisionRequest): Promise<readonly number[]> {
    return choices.map(() => 1 / choices.length);
  }

  async countTokens(text: string): Promise<number> {
    return text.length;
  }

  isReady(): boolean {
    return true;
  }

  async close(): Promise<void> {
    // Nothing is open.
  }
}
