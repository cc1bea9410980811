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
  const bars = barsElement();
  let known = seconds ?? 0;
  // What a browser recorded has no length in its header.
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : known);
  if (waveform) bars.set(Uint8Array.from(atob(waveform), letter => letter.charCodeAt(0)));
  else {
    waveformOf(`/media/${id}`).then(
      found => {
        known ||= found.seconds;
        bars.set(found.points);
        update();
      },
      () => {
        // What this browser cannot read keeps its plain bars.
      },
    );
  }

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

/** Larger files are not read for their picture. */
const maximumPictureBytes = 5_000_000;
const points = 256;

/**
 * The loudest moment of each of 256 parts, 0 to 255, and the length.
 * @param {string} address
 */
async function waveformOf(address) {
  const response = await fetch(address);
  if (Number(response.headers.get('content-length')) > maximumPictureBytes) throw new RangeError('It is too large.');
  const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await response.arrayBuffer());
  const samples = sound.getChannelData(0);
  const peaks = Array.from({ length: points }, (_, index) => {
    let peak = 0;
    const end = Math.floor(((index + 1) * samples.length) / points);
    for (let at = Math.floor((index * samples.length) / points); at < end; at++) peak = Math.max(peak, Math.abs(samples[at]));
    return peak;
  });
  const loudest = Math.max(...peaks, 1e-3);
  return { seconds: sound.duration, points: Uint8Array.from(peaks, peak => (255 * peak) / loudest) };
}

/** Plain ones, until it is known how loud the sound is where. */
function barsElement() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'bars');
  svg.setAttribute('viewBox', `0 0 ${barsShown * 3} 32`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const rectangles = Array.from({ length: barsShown }, (_, index) => {
    const rectangle = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of Object.entries({ x: index * 3, y: 13, width: 2, height: 6, rx: 1 }))
      rectangle.setAttribute(name, String(value));
    return rectangle;
  });
  svg.append(...rectangles);
  return {
    node: svg,
    /** @param {Uint8Array} loudness */
    set(loudness) {
      fewer(loudness).forEach((height, index) => {
        const tall = 3 + (29 * height) / 255;
        rectangles[index].setAttribute('y', String(16 - tall / 2));
        rectangles[index].setAttribute('height', String(tall));
      });
    },
    /** @param {number} share 0 to 1 of it was heard. */
    show(share) {
      rectangles.forEach((rectangle, index) => {
        rectangle.classList.toggle('heard', index < share * barsShown);
      });
    },
  };
}

/**
 * The loudest of each few.
 * @param {Uint8Array} loudness
 */
function fewer(loudness) {
  const part = loudness.length / barsShown;
  return Array.from({ length: barsShown }, (_, index) =>
    Math.max(
      0,
      ...loudness.subarray(Math.floor(index * part), Math.max(Math.floor(index * part) + 1, Math.floor((index + 1) * part))),
    ),
  );
}

/** @param {number | undefined} seconds */
function shown(seconds) {
  if (!seconds) return '';
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}
