import type { GenerationRequest, GenerationUsage, TextGenerator } from '../models/text-generator.ts';
import { faultCodeOf } from './fault-code.ts';

/** What the text model was asked, and all it said. */
export interface GenerationNote {
  readonly request: GenerationRequest;
  output: string;
  /** `complete`, `stopped` where nobody wanted to hear more, else the code of the fault. */
  end: string;
  /** Tokens, where the model got to its end. */
  usage: GenerationUsage | null;
}

/** Listens to a text model: every prompt and every piece of output stands in the notes, whatever becomes of the draft. */
export function noteGenerations(
  generator: Pick<TextGenerator, 'generate'>,
  { generations }: { readonly generations: GenerationNote[] },
): Pick<TextGenerator, 'generate'> {
  return {
    generate: async function* generateNoted(request, signal) {
      const note: GenerationNote = { request, output: '', end: 'stopped', usage: null };
      generations.push(note);
      const pieces = generator.generate(request, signal);
      try {
        for (let next = await pieces.next(); ; next = await pieces.next()) {
          if (next.done === true) {
            note.end = 'complete';
            note.usage = next.value;
            return next.value;
          }
          note.output += next.value;
          yield next.value;
        }
      } catch (error) {
        note.end = faultCodeOf(error);
        throw error;
      } finally {
        // Whoever stops listening stops the engine.
        if (note.end === 'stopped') await pieces.return({ promptTokens: 0, completionTokens: 0 });
      }
    },
  };
}
