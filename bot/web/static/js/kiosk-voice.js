// Reading aloud, by voices that are on the tablet itself: no text goes to anybody's servers.

const synthesis = "speechSynthesis" in window ? window.speechSynthesis : null;

const voiceOf = (language) =>
  (synthesis ? synthesis.getVoices() : []).find(
    (voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language,
  ) || null;

export const canRead = (language) => voiceOf(language) !== null;

export const hush = () => {
  if (synthesis) synthesis.cancel();
};

export const read = (texts, language) => {
  hush();
  const voice = voiceOf(language);
  if (!voice) return;
  texts.filter(Boolean).forEach((text) => {
    const speech = new SpeechSynthesisUtterance(text);
    speech.voice = voice;
    speech.lang = voice.lang;
    speech.rate = 0.9; // a little slower than one speaks to the young
    synthesis.speak(speech);
  });
};

// Voices come late in most browsers.
export const whenVoicesChange = (act) => {
  if (synthesis && "onvoiceschanged" in synthesis) synthesis.onvoiceschanged = act;
};
