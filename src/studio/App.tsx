import styles from './App.module.css';
import { CandidatePanel } from './panels/CandidatePanel';
import { CiteDialog } from './panels/CiteDialog';
import { CommandPalette } from './panels/CommandPalette';
import { DraftPanel } from './panels/DraftPanel';
import { DropZone } from './panels/DropZone';
import { Header } from './panels/Header';
import { KeysDialog } from './panels/KeysDialog';
import { MiddlePanel } from './panels/MiddlePanel';
import { PromptPanel } from './panels/PromptPanel';
import { RecordDialog } from './panels/RecordDialog';
import { StatusBar } from './panels/StatusBar';
import { SweepDialog } from './panels/SweepDialog';
import { Trajectory } from './panels/Trajectory';
import { ViewerPanel } from './panels/ViewerPanel';

export function App() {
  return (
    <div className={styles.studio}>
      <Header />
      <main className={styles.bench}>
        <PromptPanel />
        <ViewerPanel />
        <MiddlePanel />
        <Trajectory />
        <DraftPanel />
        <CandidatePanel />
      </main>
      <StatusBar />
      <DropZone />
      <CiteDialog />
      <KeysDialog />
      <CommandPalette />
      <SweepDialog />
      <RecordDialog />
    </div>
  );
}
