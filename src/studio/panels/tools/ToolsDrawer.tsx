import { useEffect, useRef } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { viewTools } from '../../actions/viewer-actions';
import { IconButton } from '../../components/Button';
import { ScrollArea } from '../../components/ScrollArea';
import type { ViewTool } from '../../store/view-state';
import { useStudio, useStudioState } from '../../use-studio';
import { DiffractionTool } from './DiffractionTool';
import { DistancesTool } from './DistancesTool';
import { MeasureTool } from './MeasureTool';
import { RepairTool } from './RepairTool';
import styles from './ToolsDrawer.module.css';
import { TracksTool } from './TracksTool';
import { ViewOptions } from './ViewOptions';

const tools: Readonly<Record<ViewTool, () => React.JSX.Element>> = {
  view: ViewOptions,
  measure: MeasureTool,
  diffraction: DiffractionTool,
  distances: DistancesTool,
  tracks: TracksTool,
  repair: RepairTool,
};
const order = Object.keys(tools) as readonly ViewTool[];

/** View options and analyses of the crystal in view, below the picture so that it stays in sight. */
export function ToolsDrawer({ tool }: { readonly tool: ViewTool }) {
  const { store } = useStudio();
  const hasCrystal = useStudioState((state) => state.viewed !== null);
  const drawer = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every tool that is opened is brought into view
  useEffect(() => {
    if (drawer.current) bringIntoView(drawer.current);
  }, [tool]);
  return (
    <Tabs
      ref={drawer}
      className={styles.drawer}
      selectedKey={tool}
      onSelectionChange={(key) => store.setState({ tool: order.find((name) => name === key) ?? null })}
    >
      <div className={styles.head}>
        <TabList aria-label="Tools" className={styles.tabs}>
          {order.map((name) => (
            <Tab key={name} id={name} className={styles.tab}>
              {viewTools[name].name}
            </Tab>
          ))}
        </TabList>
        <IconButton label="Close the tools" icon="close" onPress={() => store.setState({ tool: null })} />
      </div>
      {order.map((name) => {
        const Tool = tools[name];
        return (
          <TabPanel key={name} id={name} className={styles.panel}>
            <ScrollArea className={styles.body}>
              {hasCrystal || name === 'view' ? (
                <Tool />
              ) : (
                <p className={styles.empty}>There is no crystal in view yet.</p>
              )}
            </ScrollArea>
          </TabPanel>
        );
      })}
    </Tabs>
  );
}

/** On a phone the page scrolls, and a tool opens out of sight; keyboard and screen reader go there too. */
function bringIntoView(drawer: HTMLElement): void {
  if (!matchMedia('(max-width: 719px)').matches) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  drawer.scrollIntoView({ block: 'start', behavior: isCalm ? 'instant' : 'smooth' });
  // The tabs are there a moment after their list.
  requestAnimationFrame(() => {
    drawer.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus({ preventScroll: true });
  });
}
