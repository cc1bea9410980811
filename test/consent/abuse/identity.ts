/** Abuse: pretending to be somebody, somewhere or something else. */
import { ada, ben, eve, home, work } from '../world.ts';
import { allowEveryone, allowRole, inAllowedWorld } from './rows.ts';

export const identityAbuse = inAllowedWorld([
  ['a stranger asks', 'voice-unknown', w => w.ask(w.voiceId, { person: eve })],
  ['a voice that never was', 'voice-unknown', w => w.ask('0'.repeat(26))],
  ['a friend asks in another group', 'voice-unknown', w => w.ask(w.voiceId, { place: work })],
  ['a friend asks in their private conversation', 'voice-unknown', w => w.ask(w.voiceId, { place: 'console:dm/ben' })],
  ['a friend asks in the owner’s private conversation', 'voice-unknown', w => w.ask(w.voiceId, { place: 'console:dm/ada' })],
  ['the same group on another platform', 'voice-unknown', w => w.ask(w.voiceId, { place: 'discord:group/home' })],
  ['the group in capitals', 'voice-unknown', w => w.ask(w.voiceId, { place: home.toUpperCase() })],
  ['the group by a path', 'voice-unknown', w => w.ask(w.voiceId, { place: `${home}/../home` })],
  ['the group with an invisible character', 'voice-unknown', w => w.ask(w.voiceId, { place: `${home}\u200b` })],
  ['no place at all', 'voice-unknown', w => w.ask(w.voiceId, { place: '' })],
  ['the same account name on another platform', 'voice-unknown', w => w.ask(w.voiceId, { person: 'telegram:ben' })],
  ['the friend in capitals', 'voice-unknown', w => w.ask(w.voiceId, { person: 'console:BEN' })],
  ['the friend with a space', 'voice-unknown', w => w.ask(w.voiceId, { person: `${ben} ` })],
  ['the friend with a right-to-left mark', 'voice-unknown', w => w.ask(w.voiceId, { person: `\u202e${ben}` })],
  ['the friend in full-width letters', 'voice-unknown', w => w.ask(w.voiceId, { person: ben.replace('b', '\uff42') })],
  ['nobody', 'voice-unknown', w => w.ask(w.voiceId, { person: '' })],
  ['a name that objects have', 'voice-unknown', w => w.ask(w.voiceId, { person: '__proto__' })],
  ['the owner’s token instead of their name', 'voice-unknown', w => w.ask(w.voiceId, { person: w.storage.tokens.get(ada) })],
  ['the friend’s token instead of their name', 'voice-unknown', w => w.ask(w.voiceId, { person: w.storage.tokens.get(ben) })],
  ['the voice id in capitals', 'voice-unknown', w => w.ask(`${w.voiceId}A`.toUpperCase())],
  ['the voice id with a space', 'voice-unknown', w => w.ask(` ${w.voiceId}`)],
  ['the name of the stream instead of the voice id', 'voice-unknown', w => w.ask(`voice:${w.voiceId}`)],
  ['a voice id that objects have', 'voice-unknown', w => w.ask('constructor')],
  ['a voice id with path parts', 'voice-unknown', w => w.ask(`../voices/${w.voiceId}`)],
  ['the friend’s account as a role', 'voice-unknown', w => w.ask(w.voiceId, { person: eve, roles: [ben, 'console:ben', 'ben'] })],
  [
    'a role of the same number in another group',
    'voice-unknown',
    async w => {
      await allowRole(w, '9');
      return w.ask(w.voiceId, { person: eve, place: work, roles: ['9'] });
    },
  ],
  [
    'a role that only begins like the right one',
    'voice-unknown',
    async w => {
      await allowRole(w, '99');
      return w.ask(w.voiceId, { person: eve, roles: ['9', '999'] });
    },
  ],
  [
    'a person who is called like a role',
    'voice-unknown',
    async w => {
      await allowRole(w, '9');
      return w.ask(w.voiceId, { person: `${home}#role/9` });
    },
  ],
  [
    'a place that is called so that place and role make the right name',
    'voice-unknown',
    async w => {
      await allowRole(w, 'a#role/b');
      return w.ask(w.voiceId, { person: eve, place: `${home}#role/a`, roles: ['b'] });
    },
  ],
  [
    'a role that was lost, when asking again',
    'voice-unknown',
    async w => {
      await allowRole(w, '9');
      w.consent.release(w.ask(w.voiceId, { person: eve, roles: ['9'] }));
      return w.ask(w.voiceId, { person: eve, roles: [] });
    },
  ],
  [
    'what everyone may do in one group, in another one',
    'voice-unknown',
    async w => {
      await allowEveryone(w);
      return w.ask(w.voiceId, { person: eve, place: work });
    },
  ],
  ['live speech where only notes are allowed', 'consent-form', w => w.ask(w.voiceId, { form: 'live' })],
  ['a file where only notes are allowed', 'consent-form', w => w.ask(w.voiceId, { form: 'file' })],
  ['a way of speaking that there is not', 'consent-form', w => w.ask(w.voiceId, { form: 'NOTE' as 'note' })],
]);
