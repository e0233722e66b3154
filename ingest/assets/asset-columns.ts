import { fold } from '../../knowledge/text/fold.ts';

export type AssetColumn = 'tag' | 'name' | 'model' | 'site' | 'aliases';

/** What the columns may be called; the first two names are those that we write. */
const COLUMN_NAMES: Record<AssetColumn, string[]> = {
  tag: ['tag', '位号', 'tag number', 'tag no', 'asset', 'asset tag', 'asset number', 'equipment tag', '设备位号', '编号', '设备编号'],
  name: ['name', '名称', 'asset name', 'equipment name', 'machine', '设备名称', '设备'],
  model: ['model', '型号', 'equipment model', 'model number', '设备型号', '规格型号', '机型'],
  site: ['site', '地点', 'location', 'area', 'place', '位置', '安装地点', '安装位置', '区域'],
  aliases: ['aliases', '别名', 'alias', 'nickname', 'nicknames', 'other names', '俗称', '其他名称'],
};
const BY_NAME = new Map(
  (Object.entries(COLUMN_NAMES) as [AssetColumn, string[]][]).flatMap(([column, names]) =>
    names.map((name) => [fold(name), column] as const),
  ),
);

/** The column that a header names, Chinese or English, in any case; null where it names none. */
export function columnOf(header: string): AssetColumn | null {
  return BY_NAME.get(fold(header)) ?? null;
}

/** For messages: "tag (位号), name (名称), ...". */
export const COLUMNS_SAID = Object.values(COLUMN_NAMES)
  .map(([english, chinese]) => `${english} (${chinese})`)
  .join(', ');
