import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { IconButton } from '../../components/Button';
import { SearchInput } from '../../components/SearchInput';
import { Select } from '../../components/Select';
import { type GalleryFilter, type GalleryView, SORT_COLUMNS, type SortColumn } from '../../store/gallery-view';
import styles from './Gallery.module.css';

const filters: readonly { readonly value: GalleryFilter; readonly label: string }[] = [
  { value: 'starred', label: 'Starred' },
  { value: 'valid', label: 'Valid' },
  { value: 'distinct', label: 'One of each structure' },
];

const sorts = SORT_COLUMNS.map((column: SortColumn) => ({ value: column, label: `Sorted by ${column}` }));

export interface GalleryFiltersProps {
  readonly view: GalleryView;
  readonly onChange: (change: Partial<GalleryView>) => void;
}

/** Which candidates are shown, and in which order; the table's headings sort too. */
export function GalleryFilters({ view, onChange }: GalleryFiltersProps) {
  const { query, only, sort, layout } = view;
  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <SearchInput
          label="Search candidates"
          placeholder="Formula, space group, tag …"
          value={query}
          onChange={(text) => onChange({ query: text })}
        />
      </div>
      <ToggleButtonGroup
        aria-label="Show only"
        className={styles.toggles}
        selectionMode="multiple"
        selectedKeys={only}
        onSelectionChange={(keys) =>
          onChange({ only: filters.map(({ value }) => value).filter((value) => keys.has(value)) })
        }
      >
        {filters.map(({ value, label }) => (
          <ToggleButton key={value} id={value} className={styles.toggle}>
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {layout === 'pictures' ? (
        <div className={styles.sort}>
          <Select
            label="Sort by"
            value={sort.column}
            options={sorts}
            onChange={(column) => onChange({ sort: { ...sort, column } })}
          />
          <IconButton
            label={sort.isDescending ? 'Descending' : 'Ascending'}
            glyph={sort.isDescending ? '↓' : '↑'}
            onPress={() => onChange({ sort: { ...sort, isDescending: !sort.isDescending } })}
          />
        </div>
      ) : null}
    </div>
  );
}
