import type { Notice } from '../consent/consent.ts';
import { noticeVersion, noticeOf as proofOf } from '../consent/notice.ts';
import type { Texts } from './texts.ts';

/** Notice: what somebody is told before they agree to have their voice cloned, in their language, and the proof of what they saw. */
export function noticeText(texts: Texts): string {
  return texts.say('notice');
}

export function noticeOf(texts: Texts): Notice {
  return proofOf(noticeVersion, noticeText(texts));
}
