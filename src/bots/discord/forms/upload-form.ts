import {
  type APIAttachment,
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
} from 'discord.js';
import type { Texts } from '../../../commands/texts.ts';
import { componentsOf } from './components.ts';

/** UploadForm: where the recording of the sentence is handed in as a file, which only the bot gets. */
export const uploadButton = '~upload';
export const uploadForm = '~recording';
const recording = 'recording';
/** How the sentence stands in its message, and stands out there. */
export const sentenceMark = '## ';

export function uploadFormFor(message: Pick<APIMessage, 'content'>, texts: Texts): APIModalInteractionResponseCallbackData {
  const sentence = message.content.split('\n').find(line => line.startsWith(sentenceMark));
  return {
    custom_id: uploadForm,
    title: texts.say('discord-upload-title'),
    components: [
      ...(sentence ? [{ type: ComponentType.TextDisplay as const, content: sentence }] : []),
      {
        type: ComponentType.Label,
        label: texts.say('discord-upload-label'),
        component: { type: ComponentType.FileUpload, custom_id: recording, min_values: 1, max_values: 1, required: true },
      },
    ],
  };
}

export function uploadedIn(submission: APIModalSubmission): APIAttachment | undefined {
  const field = componentsOf(submission).find(
    component => component.type === ComponentType.FileUpload && component.custom_id === recording,
  );
  const [id] = field && 'values' in field ? field.values : [];
  return id === undefined ? undefined : submission.resolved?.attachments?.[id];
}
