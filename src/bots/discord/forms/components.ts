import type { APIModalSubmission, ModalSubmitComponent } from 'discord.js';

/** What was filled in, without what it stands in. */
export function componentsOf({ components }: APIModalSubmission): readonly ModalSubmitComponent[] {
  return components.flatMap(component => {
    if ('component' in component) return [component.component];
    return 'components' in component ? component.components : [];
  });
}
