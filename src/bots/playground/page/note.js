import { element } from './element.js';

/** Note: a voice note with its waveform: press to play, click or use the arrow keys to go to a place in it. */

const barsShown = 64;
/** @type {HTMLAudioElement | undefined} */
let playing;

/** Stops what is heard. */
export function stopNotes() {
  playing?.pause();
}

/**
 * @param {{ id: string, seconds?: number, waveform?: string }} media
 * @param {string} whose Said to people who cannot see it.
 */
export function noteElement({ id, seconds, waveform }, whose) {
  const audio = new Audio(`/media/${id}`);
  audio.preload = 'none';
  const button = element('button', { type: 'button', ariaLabel: `Play ${whose}` }, '▶');
  const time = element('time', {}, shown(seconds));
  const seek = element('input', { type: 'range', min: '0', max: '1000', value: '0', ariaLabel: `Position in ${whose}` });
  const bars = barsElement(waveform);
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : (seconds ?? 0));

  function update() {
    const share = length() > 0 ? audio.currentTime / length() : 0;
    if (document.activeElement !== seek || !audio.paused) seek.value = String(Math.round(share * 1000));
    bars.show(share);
    time.textContent = shown(audio.paused && audio.currentTime === 0 ? length() : audio.currentTime);
    button.textContent = audio.paused ? '▶' : '❚❚';
    button.ariaLabel = `${audio.paused ? 'Play' : 'Pause'} ${whose}`;
    if (!audio.paused) requestAnimationFrame(update);
  }

  button.onclick = () => {
    if (!audio.paused) {
      audio.pause();
      return;
    }
    stopNotes();
    playing = audio;
    audio.play().catch(() => {
      time.textContent = 'gone';
      button.disabled = true;
    });
  };
  seek.oninput = () => {
    if (length() > 0) audio.currentTime = (Number(seek.value) / 1000) * length();
    update();
  };
  for (const name of ['play', 'pause', 'ended', 'loadedmetadata', 'seeked']) audio.addEventListener(name, update);
  audio.addEventListener('ended', () => {
    audio.currentTime = 0;
  });
  const track = element('div', { className: 'track' }, bars.node, seek);
  return element('div', { className: 'note' }, button, track, time);
}

/** @param {string | undefined} waveform Base64 of up to 256 bytes, one a bar. */
function barsElement(waveform) {
  const heights = waveform
    ? fewer(Uint8Array.from(atob(waveform), letter => letter.charCodeAt(0)))
    : new Array(barsShown).fill(40);
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'bars');
  svg.setAttribute('viewBox', `0 0 ${barsShown * 3} 32`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const rectangles = heights.map((height, index) => {
    const rectangle = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    const tall = 3 + (29 * height) / 255;
    for (const [name, value] of Object.entries({ x: index * 3, y: 16 - tall / 2, width: 2, height: tall, rx: 1 }))
      rectangle.setAttribute(name, String(value));
    return rectangle;
  });
  svg.append(...rectangles);
  return {
    node: svg,
    /** @param {number} share 0 to 1 of it was heard. */
    show(share) {
      rectangles.forEach((rectangle, index) => {
        rectangle.setAttribute('fill', index < share * barsShown ? 'currentColor' : '');
        if (index >= share * barsShown) rectangle.removeAttribute('fill');
      });
    },
  };
}

/**
 * The loudest of each few.
 * @param {Uint8Array} points
 */
function fewer(points) {
  const part = points.length / barsShown;
  return Array.from({ length: barsShown }, (_, index) =>
    Math.max(
      0,
      ...points.subarray(Math.floor(index * part), Math.max(Math.floor(index * part) + 1, Math.floor((index + 1) * part))),
    ),
  );
}

/** @param {number | undefined} seconds */
function shown(seconds) {
  if (!seconds) return '';
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}
