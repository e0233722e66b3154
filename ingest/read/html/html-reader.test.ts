import { describe, expect, it } from 'vitest';
import { linesOf, readBytes } from '../fixtures/read-bytes.ts';

const lines = async (html: string) => linesOf((await readBytes('page.html', `<!doctype html><html><body>${html}</body></html>`)).blocks);

describe('Web pages', () => {
  it('leave out the frame of the site and programs, keep what is folded away', async () => {
    const page = `<header><div role="navigation">Home</div></header><nav>Menu</nav><div class="sidebar">Links</div>
      <main><h1>Valve</h1><p>Open slowly.</p><aside>Mind the spring.</aside><details><summary>Cold starts</summary><p>Wait 5 min.</p></details></main>
      <aside>Other pages</aside><script>var x</script><style>p{}</style><div hidden>gone</div><footer>(c)</footer>`;
    expect(await lines(page)).toEqual(['# Valve', 'Open slowly.', '! Mind the spring.', 'Cold starts', 'Wait 5 min.']);
  });

  it('keep an aside where the page has no main part', async () => {
    expect(await lines('<p>Text.</p><aside>Note in the margin.</aside>')).toEqual(['Text.', '! Note in the margin.']);
  });

  it('leave out what is struck out', async () => {
    expect(await lines('<p>Tighten to <del>40</del><s>42</s> 45 N·m.</p>')).toEqual(['Tighten to 45 N·m.']);
  });

  it('leave out the mark by which a heading links to itself', async () => {
    const page = '<h1>Valve<a class="headerlink" href="#valve">¶</a></h1><p>See <a href="#x">§ 5</a> and <a href="https://x.y">#</a>.</p>';
    expect(await lines(page)).toEqual(['# Valve', 'See § 5 and #.']);
  });

  it('join terms with what they mean', async () => {
    expect(await lines('<dl><dt>Flow</dt><dd>3 m<sup>3</sup>/h</dd><dt>Pressure:</dt><dd><p>6 bar</p></dd><dt>Lone</dt></dl>')).toEqual([
      'Flow: 3 m³/h',
      'Pressure: 6 bar',
      'Lone',
    ]);
  });

  it('say the notice that only a class says, once a box', async () => {
    const page = `<div class="admonition warning"><p>Hot surface.</p><p>Wait.</p></div><div class="alert alert-danger">High voltage.</div>
      <div class="note"><p>Note: read on.</p></div><p class="footnote">Plain.</p><span class="warning">inline</span>`;
    expect(await lines(page)).toEqual([
      '! WARNING: Hot surface.',
      '! Wait.',
      '! DANGER: High voltage.',
      '! Note: read on.',
      'Plain.',
      'inline',
    ]);
  });

  it('repeat merged cells; name columns by <th>, else by words over numbers', async () => {
    const page = `<table><thead><tr><th rowspan=2>Size<th colspan=2>Bar</tr><tr><th>min<th>max</tr></thead><tr><td>A<td>2<td>8<sup>1</sup></tr></table>
      <table><tr><td>Part<td>Mass</tr><tr><td>Bolt<td>12 g</tr></table><table><tr><td>⚠<td>Hot parts</tr></table>`;
    expect(await lines(page)).toEqual([
      '== Size | Bar | Bar^',
      '== Size^ | min | max',
      '= A | 2 | 8¹',
      '== Part | Mass',
      '= Bolt | 12 g',
      '! ⚠',
      '! Hot parts',
    ]);
  });

  it('reads in the encoding that the page states', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<html><head><meta charset="gb2312"><title>'),
      Buffer.from('b1c3', 'hex'),
      Buffer.from('</title></head><body><p>'),
      Buffer.from('b1c3cce5', 'hex'),
      Buffer.from('</p></body></html>'),
    ]);
    const { blocks, properties, warnings } = await readBytes('page.html', bytes);
    expect([linesOf(blocks), properties.title, warnings]).toEqual([['泵体'], '泵', []]);
  });
});
