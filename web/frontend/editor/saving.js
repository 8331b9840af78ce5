// The draft is kept on the server a moment after the last change. Whoever was
// slower is told who was faster; both drawings are kept.
const WAIT = 1200, AGAIN = 8000; // ms

export class Saving {
  constructor(model, config, post, dialog) {
    Object.assign(this, { model, config, words: config.words, post, dialog, revision: config.revision });
    this.state = document.getElementById('keadaan');
    model.modeler.on('commandStack.changed', () => this.later(WAIT));
    window.addEventListener('beforeunload', (event) => {
      if (this.isDirty) event.preventDefault();
    });
    dialog.querySelector('[data-do=mine]').addEventListener('click', () => this.keepMine());
    dialog.querySelector('[data-do=theirs]').addEventListener('click', () => this.takeTheirs());
  }

  say(words, isWrong = false) {
    this.state.textContent = words;
    this.state.classList.toggle('is-wrong', isWrong);
  }

  later(wait) {
    this.isDirty = true;
    if (this.isStopped) return;
    this.say(this.words.unsaved);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isRunning) {
      this.again = true;
      return;
    }
    this.isRunning = true;
    this.isDirty = false;
    this.say(this.words.saving);
    const { xml } = await this.model.modeler.saveXML({ format: true });
    const { status, told } = await this.post(this.config.save, { xml, revision: this.revision });
    this.isRunning = false;
    if (status === 200) {
      this.revision = told.revision;
      if (!this.isDirty) this.say(told.words);
      document.querySelectorAll('[data-revision]').forEach((one) => { one.value = told.revision; });
    } else this.isDirty = true;
    if (status === 409 && told.revision) this.meet(told);
    else if (status === 0 || status >= 500) {
      this.say(this.words.offline, true);
      this.timer = setTimeout(() => this.save(), AGAIN);
    } else if (status !== 200) this.say(told?.words ?? this.words.signed_out, true);
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  meet({ words, revision }) {
    this.isStopped = true;
    this.newest = revision;
    this.say(this.words.conflict, true);
    this.dialog.querySelector('[data-told]').textContent = words;
    if (!this.dialog.open) this.dialog.showModal();
  }

  // Mine becomes the newest revision; theirs stays the one before in the history.
  keepMine() {
    this.dialog.close();
    this.isStopped = false;
    this.revision = this.newest;
    this.save();
  }

  async takeTheirs() {
    await this.download('bpmn');
    this.isDirty = false;
    location.reload();
  }
}
