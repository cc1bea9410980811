import { Refusal } from '../errors.ts';
import type { Decision, GateCode } from './decide.ts';
import type { Form } from './identity.ts';

/** Refusals of the gate in plain English. A stranger's says nothing of the voice: it is the same whether there is one or not. */
export function gateRefusal({ code, isOwner, forms = [] }: Exclude<Decision, { allowed: true }>, form: Form): Refusal {
  const [others, owners] = [messages[code], messagesToOwners[code]];
  const message = (isOwner && owners) || others;
  if (code === 'voice-unknown') return voiceUnknown();
  if (code === 'consent-form') {
    const allowed = [...new Set(forms)].join(', ');
    return new Refusal(code, `${message} You asked for: ${form}. Allowed here: ${allowed}.`, { values: { form, allowed } });
  }
  return new Refusal(code, message, { values: { who: isOwner ? 'owner' : 'other' } });
}

/** Of a voice that does not exist, that is somebody else's, or that this person was never allowed to use: always the same words. */
export function voiceUnknown(): Refusal {
  return new Refusal('voice-unknown', messages['voice-unknown']);
}

/** A voice that its owner has ended. */
export function voiceEnded(): Refusal {
  return new Refusal('consent-revoked', messagesToOwners['consent-revoked']!, { values: { who: 'owner' } });
}

/** A grant that the gate never gave, or that was given back. */
export function grantInvalid(): Refusal {
  return new Refusal(
    'grant-invalid',
    'This permission was not given by the gate, or it was given back already. Ask for the speech again.',
  );
}

const messages: Readonly<Record<GateCode, string>> = {
  'voice-unknown':
    'There is no such voice that you may use here. /voices lists those that you may use; the owner of a voice can allow you with /consent.',
  'consent-revoked': 'The owner of this voice has ended your permission. Only the owner can give it again, with /consent.',
  'consent-expired': 'Your permission to use this voice here has run out. Ask its owner to allow you again with /consent.',
  'consent-form': 'The owner of this voice did not allow this way of speaking.',
  'consent-reconfirm': 'The owner of this voice has to confirm it again, as every year. Ask them to do so with /clone.',
  'voice-blocked': 'An admin of this place has blocked this voice here. Only an admin can lift that.',
  'voice-frozen': 'This voice was reported and is silent here until an operator has looked into it.',
  'person-blocked': 'An admin of this place does not let you make voices speak here. Only an admin can lift that.',
  'voice-stopped': 'The operator of this bot has stopped this voice. Ask the operator why.',
  'place-stopped': 'The operator of this bot has stopped all voices in this place. Ask the operator why.',
  'place-left': 'The bot has left this place, so no voice speaks here. Invite it again first.',
  'instance-stopped': 'The operator has stopped all voices of this bot for now. Try again later.',
};

const messagesToOwners: Readonly<Partial<Record<GateCode, string>>> = {
  'consent-revoked': 'This voice of yours was deleted and cannot come back. Make a new one with /clone.',
  'consent-reconfirm': 'Voices are confirmed once a year, and yours is due. Read the new sentence with /clone to keep it.',
};
