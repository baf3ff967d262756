import type { Random } from './random.js';

/** Family names and given names as they are met in Lai Châu; combined at random, so any likeness to a person is chance. */
const PEOPLES = [
  {
    weight: 31,
    family: ['Lò', 'Quàng', 'Cầm', 'Tòng', 'Lường', 'Hoàng', 'Đèo', 'Khoàng'],
    men: ['Văn'],
    women: ['Thị'],
    given: {
      m: ['Inh', 'Sơn', 'Thương', 'Pâng', 'Ún', 'Phương', 'Tuấn', 'Chiến'],
      w: ['Mai', 'Ánh', 'Póm', 'Xuân', 'Hoa', 'Lả', 'Biên', 'Thoa'],
    },
  },
  {
    weight: 24,
    family: ['Giàng', 'Vàng', 'Sùng', 'Thào', 'Mùa', 'Hạng', 'Lầu', 'Cứ'],
    men: ['A'],
    women: ['Thị'],
    given: {
      m: ['Páo', 'Dơ', 'Chu', 'Sử', 'Tủa', 'Lồng', 'Vừ', 'Sình'],
      w: ['Dợ', 'Mỷ', 'Sua', 'Chư', 'Pàng', 'Dí', 'Lia', 'Xay'],
    },
  },
  {
    weight: 16,
    family: ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Bùi', 'Đỗ', 'Vũ', 'Đặng'],
    men: ['Văn', 'Đức', 'Quang'],
    women: ['Thị', 'Thu', 'Ngọc'],
    given: {
      m: ['Hùng', 'Dũng', 'Nam', 'Tuấn', 'Long', 'Hải', 'Thành', 'Minh'],
      w: ['Hà', 'Lan', 'Hương', 'Thảo', 'Nga', 'Linh', 'Trang', 'Yến'],
    },
  },
  {
    weight: 13,
    family: ['Phàn', 'Tẩn', 'Chẻo', 'Lý', 'Phùng', 'Tẩn'],
    men: ['A', 'Láo', 'Văn'],
    women: ['Mẩy', 'Sử', 'Tả'],
    given: { m: ['Sài', 'Tả', 'Lở', 'Phù', 'San', 'Chìn'], w: ['Mẩy', 'Pham', 'Liều', 'Nhẩn', 'Diện', 'Sán'] },
  },
  {
    weight: 6,
    family: ['Pờ', 'Lỳ', 'Chu', 'Mạ', 'Vù', 'Khoàng'],
    men: ['Xừ', 'Gò', 'Phì'],
    women: ['Mò', 'Go', 'Nhù'],
    given: { m: ['Chừ', 'Hừ', 'Cà', 'Xá', 'Lòng'], w: ['Xó', 'Né', 'Xú', 'De', 'Bứ'] },
  },
];
const TOTAL = PEOPLES.reduce((sum, { weight }) => sum + weight, 0);

export function randomName(random: Random): string {
  let roll = random.next() * TOTAL;
  const people = PEOPLES.find(({ weight }) => (roll -= weight) < 0) ?? PEOPLES[0];
  const woman = random.chance(0.5);
  return `${random.pick(people.family)} ${random.pick(woman ? people.women : people.men)} ${random.pick(woman ? people.given.w : people.given.m)}`;
}
