// Which questions are asked, and in which order: flows/path.py over the tables of a closed form.
// Answers are a Map of question → value of a choice, or null for one that was passed over.

const holds = (rows, answers) =>
  rows.some((row) =>
    Object.keys(row).every((id) => (answers.has(id) ? answers.get(id) : null) === row[id]),
  );

// The ending that the answer to a question brings, if any.
export const endOf = (question, answers) =>
  (question.ends || []).find((end) => holds(end.when, answers)) || null;

export const path = (script, answers) => {
  const order = [];
  const topics = [];
  for (const question of script.questions) {
    if (question.when && !holds(question.when, answers)) continue;
    order.push(question);
    if (endOf(question, answers)) return order;
    const why = question.topic && script.reasons[question.topic];
    const isLow = script.low.indexOf(answers.get(question.id)) >= 0;
    if (why && isLow && topics.length < script.limit && topics.indexOf(question.topic) < 0) {
      topics.push(question.topic);
      order.push(why);
    }
  }
  return order;
};

// Drops answers that a correction took off the path: they are asked again if it leads back.
export const prune = (script, answers) => {
  for (;;) {
    const ids = path(script, answers).map((question) => question.id);
    const gone = Array.from(answers.keys()).filter((id) => ids.indexOf(id) < 0);
    if (!gone.length) return;
    gone.forEach((id) => answers.delete(id));
  }
};
