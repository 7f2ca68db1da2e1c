import { expect, type Locator, type Page } from '@playwright/test';

/** The studio as a user meets it: by the accessible names of its controls. */
export class Studio {
  readonly page: Page;
  readonly prompt: Locator;
  readonly generate: Locator;
  readonly stop: Locator;
  readonly export: Locator;
  readonly tau: Locator;
  readonly frame: Locator;
  readonly viewer: Locator;
  readonly draft: Locator;
  readonly candidate: Locator;
  readonly status: Locator;

  constructor(page: Page) {
    this.page = page;
    this.prompt = page.getByRole('textbox', { name: 'Prompt' });
    this.generate = page.getByRole('button', { name: 'Generate' });
    this.stop = page.getByRole('button', { name: 'Stop' });
    this.export = page.getByRole('button', { name: 'Export' });
    this.tau = page.getByRole('slider', { name: 'Noise level τ' });
    this.frame = page.getByRole('slider', { name: 'Frame' });
    this.viewer = page.getByRole('region', { name: 'Viewer' });
    this.draft = page.getByRole('region', { name: 'Draft', exact: true });
    this.candidate = page.getByRole('region', { name: 'Candidate' });
    this.status = page.getByRole('status');
  }

  async open(): Promise<void> {
    await this.page.goto('./');
    await expect(this.generate).toBeVisible();
  }

  /** Sets τ without waiting for anything. */
  async setTau(tau: number): Promise<void> {
    await this.tau.fill(String(tau));
    await expect(this.tau).toHaveValue(String(tau));
  }

  /** Types a prompt, generates at a small τ and waits for the refined crystal. */
  async run(prompt: string, tau: number): Promise<void> {
    await this.prompt.fill(prompt);
    await this.setTau(tau);
    await this.generate.click();
    await expect(this.status).toHaveText(/Refined$/, { timeout: 120_000 });
  }

  /** What the language model wrote, without the speed at which it did. */
  async drafted(): Promise<string> {
    return ((await this.draft.textContent()) ?? '').replace(/, \d+ tokens\/s/, '');
  }

  /** The tokens of the draft, as they are seen. */
  tokens(): Promise<string[]> {
    return this.draft.getByRole('group', { name: 'Tokens of the draft' }).getByRole('button').allTextContents();
  }

  /** Opens a structure from a file, as from the disk. */
  async openFile(name: string, text: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.keyboard.press('Control+o');
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await expect(this.status).toHaveText(`${name} opened`);
  }

  frameValue(): Promise<number> {
    return this.frame.inputValue().then(Number);
  }
}
