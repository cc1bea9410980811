/** Recorder: a voice message with the microphone. One press begins, the next ends and sends. */

/**
 * @param {{ button: HTMLButtonElement, onRecording: (recording: File) => void, onTrouble: (text: string) => void }} parts
 */
export function createRecorder({ button, onRecording, onTrouble }) {
  const label = /** @type {HTMLElement} */ (button.querySelector('.label'));
  /** @type {MediaRecorder | undefined} */
  let recorder;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock;

  async function begin() {
    button.disabled = true;
    try {
      // What makes calls pleasant takes away from the voice: noise suppression and automatic gain are off.
      const constraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
      recorder = new MediaRecorder(stream, { audioBitsPerSecond: 64_000 });
      collect(recorder, stream);
      recorder.start();
      show(true);
    } catch (error) {
      const { name } = /** @type {Error} */ (error);
      onTrouble(
        name === 'NotAllowedError'
          ? 'The browser does not let this page use the microphone. Allow it beside the address, or send a file.'
          : 'No microphone was found. Connect one, or send a file.',
      );
    }
    button.disabled = false;
  }

  /**
   * @param {MediaRecorder} from
   * @param {MediaStream} stream
   */
  function collect(from, stream) {
    /** @type {Blob[]} */
    const parts = [];
    from.ondataavailable = ({ data }) => parts.push(data);
    from.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      const type = from.mimeType || 'audio/webm';
      onRecording(new File(parts, type.includes('mp4') ? 'voice.m4a' : 'voice.webm', { type }));
    };
  }

  /** @param {boolean} isRecording */
  function show(isRecording) {
    button.ariaPressed = String(isRecording);
    clearInterval(clock);
    if (isRecording) {
      const startMs = Date.now();
      const tick = () => {
        label.textContent = `Stop and send, ${Math.floor((Date.now() - startMs) / 1000)} s`;
      };
      tick();
      clock = setInterval(tick, 250);
    } else label.textContent = 'Record';
  }

  button.onclick = () => {
    if (recorder?.state !== 'recording') {
      void begin();
      return;
    }
    recorder.stop();
    show(false);
  };
}
