// Time: who went away is asked whether they are still here, and then the screen starts over.

const SECOND = 1000; // ms

// Counts whole seconds down to 0. tick(left) each second, over() at the end; returns what stops it.
export const countDown = (seconds, tick, over) => {
  const end = Date.now() + seconds * SECOND;
  let timer = 0;
  const step = () => {
    const left = Math.ceil((end - Date.now()) / SECOND);
    if (left <= 0) {
      over();
      return;
    }
    tick(left);
    timer = setTimeout(step, end - Date.now() - (left - 1) * SECOND);
  };
  step();
  return () => clearTimeout(timer);
};

// Watches for silence: after `quiet` seconds warn() is called, and its countdown of `grace` seconds
// begins; touch() at any time starts anew.
export const watchSilence = ({ quiet, grace, warn, tick, calm, over }) => {
  let timer = 0;
  let stopCount = null;
  let on = false;

  const clear = () => {
    clearTimeout(timer);
    if (stopCount) stopCount();
    stopCount = null;
  };

  const arm = () => {
    timer = setTimeout(() => {
      warn();
      stopCount = countDown(grace, tick, over);
    }, quiet * SECOND);
  };

  const touch = () => {
    if (!on) return;
    if (stopCount) calm();
    clear();
    arm();
  };

  const start = () => {
    on = true;
    clear();
    arm();
  };

  const stop = () => {
    on = false;
    if (stopCount) calm();
    clear();
  };

  return { start, stop, touch, isWarning: () => stopCount !== null };
};
