/** Ten pages of our own that recognition is measured on: four of English prose, four of Chinese prose, one ruled table each.
 *  What they say is invented; `html` is their only source, the text that is expected is what a browser shows of it. */
export type OcrPage = { id: string; language: 'en' | 'zh'; kind: 'prose' | 'ruled'; html: string };

const prose = (title: string, ...paragraphs: string[]): string =>
  `<h1>${title}</h1>${paragraphs.map((text) => (text.startsWith('## ') ? `<h2>${text.slice(3)}</h2>` : `<p>${text}</p>`)).join('')}`;

const table = (title: string, lead: string, head: string[], rows: string[][], foot: string): string =>
  `<h1>${title}</h1><p>${lead}</p><table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table><p>${foot}</p>`;

export const OCR_PAGES: readonly OcrPage[] = [
  {
    id: 'en-dosing-pump',
    language: 'en',
    kind: 'prose',
    html: prose(
      'Dosing pump DX-12: putting into service',
      '## 1 Before the first start',
      'Check that the suction line is tight and that the foot valve stands at least 40 mm above the bottom of the tank. Air in the suction line is the most frequent reason why a new pump does not deliver. Fill the pump head with clean water through the vent screw before the motor is switched on.',
      'The relief valve is set to 10 bar at the works. Do not change this setting while the plant is running. If the process needs less pressure, close the shut-off valve, let the pressure fall to zero and turn the setting screw to the left by half a turn at a time.',
      '## 2 Calibrating the flow',
      'Set the stroke length to 60 % and the stroke rate to 80 strokes per minute. Let the pump run for five minutes into the measuring cylinder, then read the volume. Divide it by five: this is the flow in millilitres per minute. Repeat the measurement with a stroke length of 30 % and note both values on the plate beside the motor.',
      'The measured values must not differ from the curve in section 6 by more than 3 %. A larger difference shows that a valve leaks or that the diaphragm is damaged. Replace the diaphragm after 4,000 hours of operation in any case.',
      '## 3 Stopping for more than a week',
      'Flush the pump head with water for ten minutes, open the drain and leave it open. Write the date on the tag and hang it on the switch, so that nobody starts the pump dry.',
    ),
  },
  {
    id: 'en-conveyor',
    language: 'en',
    kind: 'prose',
    html: prose(
      'Belt conveyor BC-3: tension and tracking',
      'A belt that is too loose slips on the drive drum and wears within weeks; one that is too tight shortens the life of the bearings. Measure the sag in the middle between two carrying rollers: 12 to 18 mm is right for a belt of 650 mm width.',
      '## Setting the tension',
      'Lock the main switch and put up the sign. Loosen the four M16 bolts of the take-up by two turns. Turn both spindles by the same number of turns; one turn moves the drum by 2 mm. Tighten the bolts to 195 N·m and measure the sag again after the belt has run for fifteen minutes without load.',
      '## Setting the tracking',
      'Look at the belt from the tail end while it runs at 0.3 m/s. If it wanders to the left, move the left end of the tail drum forward by 1 mm, wait for three full turns of the belt and look again. Never move the drive drum: the chain would run askew. Corrections of more than 6 mm mean that the frame is not level or that a roller no longer turns.',
      '## What the light barrier reports',
      'The barrier E-31 reports a jam after 4 seconds of darkness and stops the conveyor. Remove the parts by hand with the drive locked, clean both lenses with a dry cloth and acknowledge the message at panel P7. If E-31 returns within an hour, check the alignment: the lower lamp of the receiver has to be green, not yellow.',
    ),
  },
  {
    id: 'en-compressed-air',
    language: 'en',
    kind: 'prose',
    html: prose(
      'Refrigeration dryer RD-40',
      'The dryer cools the compressed air to 3 °C, so that water condenses and is drained before the air goes to the hall. Its dew point is shown on the front. Values between 2 and 7 °C are normal; above 10 °C the air is wet and the filling machines must not be supplied with it.',
      '## Weekly',
      'Press the test button of the drain for two seconds. Water has to come out with a short burst of air. No water and no air means that the drain is blocked: close valve V4, take off the cover, clean the strainer with warm water and fit a new O-ring of 22 × 2 mm.',
      '## Monthly',
      'Blow out the fins of the condenser from the inside to the outside with dry air of at most 4 bar. Vacuum the floor beneath the dryer first. A condenser that is covered with dust raises the pressure of the refrigerant; the switch HP trips at 18 bar and the red lamp stays on until it is reset by hand.',
      '## Yearly',
      'A certified technician checks the circuit for leaks. The circuit holds 1.15 kg of R-513A. Work on it is not allowed to anybody else. Keep the certificate for five years in the folder of the station and send a copy to the safety office.',
      'After a power failure the dryer waits for 3 minutes before the compressor starts again. This is intended and protects the motor; do not switch it off and on in the meantime.',
    ),
  },
  {
    id: 'en-lathe',
    language: 'en',
    kind: 'prose',
    html: prose(
      'Lathe L-210: lubrication and headstock',
      '## 4.1 Oil of the headstock',
      'The headstock holds 8.5 litres of oil ISO VG 46. Read the level at the sight glass with the spindle at rest; it must stand between the two marks. Top up only with the oil named on the plate, because mixed oils foam at speeds above 2,500 rpm and the foam sets off the level alarm.',
      '## 4.2 Changing the oil',
      'Run the spindle at 800 rpm for twenty minutes, so that the oil is warm and carries the dirt with it. Stop, lock the main switch and open the drain plug with a 17 mm key. Collect the oil, at least 8 litres. Look for metal: fine grey dust is normal wear, bright chips longer than 1 mm come from a damaged gear and have to be reported.',
      'Fit a new copper washer and tighten the plug to 35 N·m. Fill slowly through the strainer on top. Let the spindle turn at 300 rpm for two minutes and check the level once more.',
      '## 4.3 Noise',
      'A humming that rises with the speed comes from the belt. A knocking that stays the same when the feed is disengaged comes from the bearings of the spindle. Measure the vibration at the front bearing: up to 1.8 mm/s is good, from 2.8 mm/s on the bearing must be planned for replacement, from 4.5 mm/s on the lathe must be stopped.',
    ),
  },
  {
    id: 'en-valve-table',
    language: 'en',
    kind: 'ruled',
    html: table(
      'Control valve CV-7: settings by size',
      'The values hold for water at 20 °C. Use the next larger actuator where the pressure drop is above the limit.',
      ['Size', 'Flow rate (m³/h)', 'Stroke (mm)', 'Max. drop (bar)', 'Actuator', 'Packing torque (N·m)'],
      [
        ['DN 15', '2.8', '12', '16', 'A-110', '6'],
        ['DN 25', '7.5', '16', '16', 'A-110', '8'],
        ['DN 40', '19', '20', '12', 'A-120', '11'],
        ['DN 50', '31', '20', '10', 'A-120', '14'],
        ['DN 65', '52', '25', '8.5', 'A-150', '18'],
        ['DN 80', '81', '32', '6.3', 'A-150', '24'],
        ['DN 100', '124', '38', '5.2', 'A-180', '31'],
        ['DN 125', '190', '45', '4.1', 'A-180', '40'],
        ['DN 150', '275', '50', '3.4', 'A-220', '52'],
        ['DN 200', '470', '60', '2.2', 'A-220', '68'],
      ],
      'Check the packing torque after the first 24 hours of operation and then once a year.',
    ),
  },
  {
    id: 'zh-pump',
    language: 'zh',
    kind: 'prose',
    html: prose(
      'KP-40型循环水泵 维护规程',
      '一、启动前检查',
      '检查地脚螺栓是否松动，联轴器护罩是否完好。用手盘动泵轴三圈，应转动灵活，没有卡涩和异常声音。轴承箱油位应在油窗中线处，油质透明，不含水分。打开进口阀门，关闭出口阀门，从排气口排净泵内空气，直到有水连续流出为止。',
      '二、运行中监视',
      '启动后观察电流和出口压力。电机额定电流为31.4安，运行电流不得超过额定值。轴承温度不得高于75摄氏度，振动速度不得大于4.5毫米每秒。机械密封允许有少量泄漏，每分钟不超过五滴；泄漏成线时应立即停泵更换密封。',
      '三、停泵',
      '先缓慢关闭出口阀门，再断开电源。冬季停用超过八小时，应打开泵体下部的放水塞，把存水放净，防止冻裂泵壳。备用泵每周盘车一次，每月试运转三十分钟，并把压力、电流和温度填入运行记录。',
      '四、润滑',
      '轴承箱使用46号汽轮机油，首次运行200小时后更换，以后每2000小时更换一次。加油量为0.6升。换油时先用煤油清洗油箱，擦净磁性油塞上的铁屑；铁屑明显增多时，应拆检轴承。',
    ),
  },
  {
    id: 'zh-converter',
    language: 'zh',
    kind: 'prose',
    html: prose(
      '变频器安装与接线说明',
      '安装场所应干燥通风，环境温度为零下十度到四十度，超过四十度时每升高一度输出电流降低百分之二。变频器应垂直安装在不燃的金属板上，上下各留出不少于120毫米的空间，左右各留出不少于50毫米。',
      '主回路端子R、S、T接三相电源，U、V、W接电动机，切勿接反。接地端子必须可靠接地，接地电阻小于10欧姆。动力电缆与控制电缆应分开敷设，间距不小于300毫米；必须交叉时应成直角。模拟量信号使用屏蔽双绞线，屏蔽层只在变频器一侧接地。',
      '断电后直流母线上仍有高压。打开前盖之前，应等待十分钟以上，并用万用表测量P与N之间的电压，确认低于36伏之后才能触摸端子。禁止用兆欧表直接测量变频器的端子，以免损坏功率器件。',
      '首次通电时不要接电动机。确认面板显示正常，风扇运转平稳，再输入电动机铭牌上的额定功率、额定电压、额定电流、额定频率和额定转速，然后进行参数自学习。自学习时电动机会转动，应先脱开负载，并确认周围没有人员。',
    ),
  },
  {
    id: 'zh-boiler',
    language: 'zh',
    kind: 'prose',
    html: prose(
      '燃气锅炉日常操作要点',
      '点火之前，先检查燃气压力是否在3到5千帕之间，水位是否在水位计的中线附近，安全阀是否在校验有效期内。打开烟道挡板，启动风机吹扫不少于六十秒，排除炉膛内可能残留的燃气。',
      '点火失败时，控制器自动关闭燃气阀并锁定。必须查明原因，再次吹扫之后才能重新点火；连续两次失败时，应停止操作，通知维修人员检查点火电极和火焰探测器。严禁短接火焰信号强行点火。',
      '运行中每班至少冲洗水位计一次，每天排污一次，排污时间为五到十秒。给水硬度不得大于0.03毫摩尔每升，炉水碱度控制在6到24毫摩尔每升。压力表指针应在红线以下，压力达到0.8兆帕时应停炉检查。',
      '遇到下列情况之一，必须立即停炉：水位低于最低允许水位；给水泵全部失效；安全阀或者压力表失灵；炉墙倒塌或者锅炉元件损坏；燃气泄漏报警器动作。停炉后关闭燃气总阀，保持通风，并在交接班记录上写明时间和经过。',
    ),
  },
  {
    id: 'zh-packing',
    language: 'zh',
    kind: 'prose',
    html: prose(
      '包装线换型作业指导书',
      '换型由当班班长组织，操作工两人一组，预计用时四十五分钟。作业前按下急停按钮，切断气源，在主开关上挂牌上锁，钥匙由班长保管。',
      '第一步，清空输送带上的全部瓶子，并核对计数器读数。第二步，按照产品卡片更换星轮和导板，星轮上的颜色标记应与卡片一致。第三步，松开高度锁紧手柄，把灌装头升到卡片规定的高度，误差不超过0.5毫米，然后拧紧手柄。',
      '第四步，更换瓶盖滑道，检查磁力旋盖头的扭矩，聚乙烯瓶盖为1.2牛米，铝盖为1.8牛米。第五步，恢复气源，压力调到6巴，手动点动一圈，确认没有碰撞。第六步，低速试生产五十瓶，检查液位、旋盖和贴标，全部合格后转入正常速度。',
      '换型完成后填写记录表，注明日期、产品编号、星轮编号和操作人员。拆下的零件清洗后放回工具车的原位，缺少或者损坏的零件应当天报告设备科。',
    ),
  },
  {
    id: 'zh-fault-table',
    language: 'zh',
    kind: 'ruled',
    html: table(
      '变频器故障代码表',
      '故障发生后，先记录代码和当时的电流，再按照下表处理。',
      ['代码', '名称', '可能原因', '处理方法'],
      [
        ['E01', '加速过电流', '加速时间太短', '延长加速时间至10秒以上'],
        ['E02', '减速过电流', '减速时间太短', '延长减速时间或加制动电阻'],
        ['E05', '直流过电压', '电源电压过高', '测量输入电压，不得高于418V'],
        ['E06', '欠电压', '缺相或接触不良', '检查电源和接线端子'],
        ['E08', '过热', '风扇损坏或风道堵塞', '清理风道，更换风扇'],
        ['E11', '电机过载', '负载过大', '减小负载，核对参数P2.05'],
        ['E14', '接地故障', '电缆绝缘损坏', '断电后测量绝缘电阻'],
        ['E16', '通信故障', '屏蔽层没有接地', '检查通信线和地址设定'],
        ['E21', '编码器断线', '插头松动', '重新插紧，检查第3脚电压'],
      ],
      '同一故障一小时内出现三次以上时，应停机检修。',
    ),
  },
];

/** The look of a page: A4 at 96 CSS pixels an inch. */
export const PAGE_STYLE = `
  html { font: 10.5pt/1.5 "DejaVu Serif", "Noto Serif CJK SC", serif; color: #1a1a1a; background: #fff; }
  body { margin: 0; padding: 22mm 20mm; box-sizing: border-box; width: 210mm; height: 297mm; }
  h1 { font-size: 16pt; margin: 0 0 5mm; } h2 { font-size: 12pt; margin: 5mm 0 2mm; } p { margin: 0 0 3mm; }
  table { border-collapse: collapse; width: 100%; margin: 3mm 0 4mm; font-size: 10pt; }
  td, th { border: 0.3mm solid #333; padding: 1.4mm 2mm; text-align: left; font-weight: normal; }`;
