/** UseComponent: a person presses a button, or chooses in a select menu, on a message that they see. */
import { ComponentType, InteractionType } from 'discord.js';
import { CannotDo } from '../control/cannot-do.ts';
import { everyComponent, type Part } from '../control/snapshot.ts';
import { messageWire } from '../world/message-wire.ts';
import type { MessageRecord } from '../world/records.ts';
import type { InteractionRecord } from './record.ts';
import { createResolved, type Resolved } from './resolved.ts';
import { isHushed, type Scene, sceneWire } from './scene.ts';
import type { Interactions } from './store.ts';

export interface Press {
  readonly message: MessageRecord;
  /** Custom id, or label. */
  readonly which: string;
}

export function pressButton(interactions: Interactions, scene: Scene, { message, which }: Press): InteractionRecord {
  const buttons = everyComponent(message.components).filter(({ type }) => type === ComponentType.Button);
  const found = buttons.filter(({ custom_id }) => custom_id === which);
  const fitting = found.length > 0 ? found : buttons.filter(({ label }) => label === which);
  if (fitting.length !== 1) throw new CannotDo(`${fitting.length} buttons "${which}" among ${buttons.map(nameOf).join(', ')}`);
  const [button] = fitting;
  if (button.disabled) throw new CannotDo(`the button "${which}" is disabled`);
  if (typeof button.custom_id !== 'string') throw new CannotDo(`the button "${which}" opens a link`);
  return start(interactions, scene, {
    message,
    data: { component_type: button.type, custom_id: button.custom_id, id: button.id },
  });
}

export interface Choosing extends Press {
  readonly values: readonly string[];
}

export function chooseOptions(interactions: Interactions, scene: Scene, { message, which, values }: Choosing): InteractionRecord {
  const select = everyComponent(message.components).find(({ type, custom_id }) => isSelect(type) && custom_id === which);
  if (!select) throw new CannotDo(`there is no menu "${which}"`);
  if (select.disabled) throw new CannotDo(`the menu "${which}" is disabled`);
  const resolved = createResolved(scene);
  const chosen = selectValues(select, values, resolved);
  const wire = resolved.wire();
  const data = {
    component_type: select.type,
    custom_id: which,
    id: select.id,
    values: chosen,
    ...(wire ? { resolved: wire } : {}),
  };
  return start(interactions, scene, { message, data });
}

/** Checks a choice against the menu, in messages and modals. */
export function selectValues(select: Part, values: readonly string[], resolved: Resolved): readonly string[] {
  const [min, max] = [Number(select.min_values ?? 1), Number(select.max_values ?? 1)];
  if (values.length < min || values.length > max) throw new CannotDo(`"${select.custom_id}" takes ${min} to ${max} values`);
  if (new Set(values).size !== values.length) throw new CannotDo(`"${select.custom_id}": a value twice`);
  for (const value of values) checkValue(select, value, resolved);
  return values;
}

function checkValue(select: Part, value: string, resolved: Resolved): void {
  if (select.type === ComponentType.StringSelect) {
    const offered = (select.options as readonly { value: string }[]).map(option => option.value);
    if (!offered.includes(value)) throw new CannotDo(`"${select.custom_id}" offers ${offered.join(', ')}, not ${value}`);
  } else if (select.type === ComponentType.UserSelect) resolved.user(value);
  else if (select.type === ComponentType.RoleSelect) resolved.role(value);
  else if (select.type === ComponentType.ChannelSelect) resolved.channel(value);
  else resolved.mentionable(value);
}

export function isSelect(type: number): boolean {
  return type === ComponentType.StringSelect || (type >= ComponentType.UserSelect && type <= ComponentType.ChannelSelect);
}

function start(
  interactions: Interactions,
  scene: Scene,
  { message, data }: { message: MessageRecord; data: object },
): InteractionRecord {
  const { world, app, guild } = scene;
  const id = world.makeId();
  const type = InteractionType.MessageComponent;
  // Whoever authorised the message authorises what comes of it, whoever presses.
  const owners = message.interaction?.owners ?? { 0: guild?.id ?? '0' };
  return interactions.start(
    {
      id,
      type,
      app,
      userId: scene.userId,
      channelId: scene.channel.id,
      guildId: guild?.id,
      message,
      metadata: { id, type, userId: scene.userId, owners, pressedMessageId: message.id },
      isHushed: isHushed(scene, owners),
    },
    { ...sceneWire(scene, owners), message: messageWire(world, message, { botId: app.botId, seesContent: true }), data },
  );
}

function nameOf({ label, custom_id, url }: Part): string {
  return String(custom_id ?? label ?? url);
}
