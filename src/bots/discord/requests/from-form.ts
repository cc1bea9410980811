import type { APIModalSubmitInteraction } from 'discord.js';
import type { PersonId } from '../../../commands/request.ts';
import { Refusal } from '../../../errors.ts';
import { isAttested } from '../forms/notice-form.ts';
import { uploadedIn, uploadForm } from '../forms/upload-form.ts';
import { type Arrival, fromUpload } from '../media/voice-message.ts';
import type { AskedFor } from './asked-for.ts';

/** FromForm: a form that was sent, as a request. Refuses with 'attestation-missing', 'message-without-recording'. */
export function fromForm(
  { data }: APIModalSubmitInteraction,
  { personId, arrival }: { readonly personId: PersonId; readonly arrival: Arrival },
): AskedFor {
  if (data.custom_id !== uploadForm) {
    if (isAttested(data)) return { command: '', options: {}, action: data.custom_id };
    throw new Refusal(
      'attestation-missing',
      'You did not tick the box, so nothing happens. If you are 18 or older and it is your own voice, use /clone again and tick it.',
    );
  }
  const file = uploadedIn(data);
  if (file) return { command: 'clone', options: {}, message: fromUpload(file, personId, arrival) };
  throw new Refusal('message-without-recording', 'There was no file in the form. Use /clone again, and attach your recording.');
}
