import { apply } from './apply.ts';
import type { Consent, NamedUse } from './consent.ts';
import { consentDefaults, dayMs } from './consent-defaults.ts';
import type { VoiceId } from './identity.ts';
import type { Ledger, Use } from './ledger.ts';
import { createProjection, voiceStream } from './projection.ts';

/** Look: what a ledger says of uses and of the consent behind them; names nobody, changes nothing. For the command line, beside a running bot. */
export interface Look extends Pick<Consent, 'useOfAudio' | 'usesOfMark'> {
  /** Whether the voice has an owner who has not ended it. */
  isStanding(voiceId: VoiceId): Promise<boolean>;
}

export function lookInto(ledger: Pick<Ledger, 'read' | 'uses'>, now: () => number): Look {
  const isKept = (use: Use) => use.atMs >= now() - consentDefaults.useLogDays * dayMs;
  return {
    async useOfAudio(audioHash) {
      const use = await ledger.uses.findByAudio(audioHash);
      return use && isKept(use) ? nameless(use) : undefined;
    },
    usesOfMark: async mark => (await ledger.uses.marked(mark)).filter(isKept).map(nameless),
    async isStanding(voiceId) {
      const state = createProjection();
      for await (const event of ledger.read(voiceStream(voiceId))) apply(state, event);
      const voice = state.voices.get(voiceId);
      return voice !== undefined && !voice.revoked;
    },
  };
}

function nameless({ requester: _, place: __, ...use }: Use): NamedUse {
  return { ...use, requester: undefined, placeId: undefined };
}
