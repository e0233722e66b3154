import { describe, expect, it } from 'vitest';
import { readAssetList } from './read-asset-list.ts';

const read = (text: string) => readAssetList(new TextEncoder().encode(text), 'plant.csv');
/** "tag,name\n大泵,水泵\n" in GBK. */
const GBK = Uint8Array.from([...new TextEncoder().encode('tag,name\n'), 0xb4, 0xf3, 0xb1, 0xc3, 0x2c, 0xcb, 0xae, 0xb1, 0xc3, 0x0a]);

function message(text: string | Uint8Array): string {
  try {
    readAssetList(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'plant.csv');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The list was taken.');
}

describe('an asset list', () => {
  it('has columns in any order, with aliases in one cell', () => {
    expect(read('Model,TAG,aliases,site,name\nKP-40,P-201,"the 40 pump; 大泵, big one",Hall 1,Feed pump\n,F-1,,,\n')).toEqual([
      { tag: 'P-201', name: 'Feed pump', model: 'KP-40', site: 'Hall 1', aliases: ['the 40 pump', '大泵', 'big one'] },
      { tag: 'F-1', name: null, model: null, site: null, aliases: [] },
    ]);
  });

  it('has Chinese headers, semicolons or tabs, a byte order mark, GBK', () => {
    const pump = [{ tag: 'P-201', name: '水泵', model: 'KP-40', site: '一车间', aliases: ['大泵', '老泵'] }];
    expect(read('\uFEFF位号;名称;型号;地点;别名\r\nP-201;水泵;KP-40;一车间;大泵、老泵\r\n')).toEqual(pump);
    expect(read('设备位号\t设备名称\t规格型号\t安装地点\t俗称\nP-201\t水泵\tKP-40\t一车间\t大泵|老泵\n\n')).toEqual(pump);
    expect(readAssetList(GBK, 'plant.csv')).toMatchObject([{ tag: '大泵', name: '水泵' }]);
  });

  it.each([
    ['tag,name\nP-1,a\n,b\n', 'line 3, column tag: the tag is missing'],
    ['tag,name\nP-1,"a\nb"\n\nP 1,c', 'line 5, column tag: "P 1" is the tag or an alias of P-1 (line 2) already'],
    ['tag,aliases\nP-1,old pump\nP-2,Old Pump', 'line 3, column aliases: "Old Pump" is the tag or an alias of P-1 (line 2) already'],
    ['tag,aliases\nP-1,P-2\nP-2,', 'line 2, column aliases: "P-2" is the tag or an alias of P-2 (line 3) already'],
    ['tag,aliases\nP-1,40', 'line 2, column aliases: "40" is too short'],
    ['tag,colour\nP-1,red', 'line 1, column "colour": there is no such column; there are tag (位号)'],
    ['tag,位号\nP-1,P-1', 'line 1, column "位号": the column tag stands twice'],
    ['name,model\na,b', 'line 1: no column is called tag (位号)'],
    ['tag,name\nP-1,a,b', 'line 2: cell 3 ("b") stands under no column'],
    ['tag,name\nP-1,"a', 'cannot be read as CSV'],
    ['', 'is empty'],
    [Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), 'no CSV file in UTF-8 or GBK'],
    [Uint8Array.from([0x74, 0xff, 0xff, 0x0a]), 'neither UTF-8 nor GBK'],
  ])('is refused with the place of what is wrong: %j', (text, part) => {
    expect(message(text)).toContain(part);
    expect(message(text)).toContain('"plant.csv"');
  });

  it('tells several mistakes at once', () => {
    expect(message('tag\nP-1\nP-1\nP-1\n')).toMatch(/line 3.*line 4/);
  });
});
