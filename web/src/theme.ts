import { ActionIcon, Alert, Button, createTheme, Input, type MantineColorsTuple, MultiSelect } from '@mantine/core';

/** Around the logo's petrol (shade 7: 7.4:1 on white); the library's own teal is too light for white words on it. */
const petrol: MantineColorsTuple = [
  '#e3f0f3',
  '#cfe4e9',
  '#a5cdd6',
  '#7ab5c2',
  '#64c5d8',
  '#37899b',
  '#1f7386',
  '#0f5c6e',
  '#0b4a59',
  '#073743',
];

/** Smallest edge of what is touched, in px: a gloved finger still hits it. */
const TOUCH = 44;

export const theme = createTheme({
  colors: { petrol },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
  defaultRadius: 'md',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { root: { minHeight: TOUCH } } }),
    ActionIcon: ActionIcon.extend({ styles: { root: { minWidth: TOUCH, minHeight: TOUCH } } }),
    MultiSelect: MultiSelect.extend({ styles: { option: { minHeight: TOUCH } } }),
    Input: Input.extend({ defaultProps: { size: 'md' }, styles: { input: { minHeight: TOUCH } } }),
    Alert: Alert.extend({ styles: { message: { color: 'inherit' } } }),
  },
});
