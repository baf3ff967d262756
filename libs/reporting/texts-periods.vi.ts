/** Words of the files about a period and about two snapshots compared, and of the page that compares. */
export const bridgeTexts = {
  before: 'Bản trước',
  after: 'Bản sau',
  late: {
    joined: 'Biết muộn: người có tên từ trước mà nay mới ghi',
    left: 'Biết muộn: người nay không còn tính ở ngày ấy',
    merged: 'Biết muộn: hai bản ghi là một người',
    newly: 'Biết muộn: đã hoàn thành từ trước mà nay mới ghi, hoặc được khôi phục',
    noLonger: 'Biết muộn: nay không tính là hoàn thành',
  },
  since: {
    joined: 'Trong kỳ: người mới vào danh sách',
    left: 'Trong kỳ: người rời danh sách',
    merged: 'Trong kỳ: hai bản ghi là một người',
    newly: 'Trong kỳ: hoàn thành mới',
    noLonger: 'Trong kỳ: thôi hoàn thành vì có thêm đối tượng hoặc yêu cầu',
  },
};

export const flowTexts = {
  sheet: 'Phát sinh trong kỳ',
  title: (campaign: string) => `PHÁT SINH TRONG KỲ: ${campaign.toLocaleUpperCase('vi')}`,
  subtitle: (unit: string, from: string, to: string) => `${unit}. Từ ngày ${from} đến hết ngày ${to}.`,
  printTitle: (campaign: string, unit: string, from: string, to: string) =>
    `${campaign}. ${unit}. Phát sinh từ ${from} đến hết ${to}`,
  note: 'Đơn vị và các đơn vị trực thuộc có phát sinh. Mỗi người được tính một lần ở mỗi dòng, nên dòng của một đơn vị không phải là tổng các dòng bên dưới.',
  columns: {
    completions: 'Lượt hoàn thành mô-đun',
    group: 'Trong đó qua buổi học cộng đồng',
    people: 'Người có hoàn thành',
    finished: 'Người vừa đạt đủ yêu cầu',
  },
  facts: {
    days: 'Kỳ báo cáo',
    knownAt: 'Theo những gì hệ thống đã ghi nhận đến',
    status: 'Tình trạng',
    notFrozen: 'Tính từ dữ liệu gốc, không phải số liệu đã chốt và ký xác nhận.',
  },
  definitions: [
    [
      'Phát sinh trong kỳ',
      'Những gì xảy ra từ đầu ngày thứ nhất đến hết ngày cuối của kỳ, theo giờ Việt Nam. Mỗi lượt được tính cho đơn vị và đối tượng của người học đúng vào ngày hoàn thành, dù sau đó người ấy chuyển đi.',
    ],
    ['Tất cả', 'Mỗi lượt và mỗi người chỉ được tính một lần, dù thuộc nhiều đối tượng.'],
    ['Cấp', '0 là đơn vị của tệp này, 1 là đơn vị trực thuộc.'],
    ['Lượt hoàn thành mô-đun', 'Số lần một người hoàn thành một mô-đun được yêu cầu. Lượt đã hủy không được tính.'],
    ['Trong đó qua buổi học cộng đồng', 'Những lượt do người hướng dẫn xác nhận tại buổi học.'],
    ['Người có hoàn thành', 'Số người khác nhau có ít nhất một lượt trong kỳ.'],
    [
      'Người vừa đạt đủ yêu cầu',
      'Số người khác nhau mà trong kỳ đã hoàn thành mô-đun cuối cùng được yêu cầu. Không phải là xác nhận phổ cập kỹ năng số trên VNeID.',
    ],
  ] as [term: string, meaning: string][],
};

export const comparisonTexts = {
  sheets: { bridge: 'So sánh', between: 'Giữa hai bản', targets: 'Chỉ tiêu thay đổi' },
  title: (campaign: string) => `SO SÁNH HAI BẢN CHỐT: ${campaign.toLocaleUpperCase('vi')}`,
  subtitle: (unit: string, first: string, second: string) =>
    `${unit}. Đến hết ngày ${first} và đến hết ngày ${second}.`,
  printTitle: (campaign: string, unit: string, first: string, second: string) =>
    `${campaign}. ${unit}. So sánh ${first} với ${second}`,
  note: 'Số của bản trước cộng, trừ các dòng thay đổi thì được số của bản sau.',
  columns: { reason: 'Vì sao', moved: 'Người đổi chỗ bên trong đơn vị', before: 'Trước', after: 'Sau' },
  noTarget: 'chưa có',
  target: (goal: string, number: string) => `${goal}, ${number}`,
  declared: (count: string) => `${count} người`,
  roster: 'theo danh sách',
  facts: {
    first: 'Bản trước',
    second: 'Bản sau',
    snapshot: (title: string, day: string, knownAt: string) =>
      `${title}. Đến hết ngày ${day}, theo ghi nhận đến ${knownAt}`,
    sha256: (which: string) => `SHA-256 của ${which}`,
    status: 'Tình trạng',
    unsigned: 'DỰ THẢO: ít nhất một bản chốt chưa được người thứ hai ký xác nhận.',
    signed: 'Hai bản chốt đều đã được ký xác nhận.',
    late: 'Lượt hoàn thành có từ trước ngày của bản trước mà sau mới ghi',
    voided: 'Lần hủy lượt hoàn thành giữa hai bản',
    targets: 'Chỉ tiêu thay đổi giữa hai bản',
    restored: 'Lần khôi phục lượt hoàn thành giữa hai bản',
  },
  definitions: [
    ['Biết muộn', 'Việc của bản trước nhưng sau khi chốt bản trước mới được ghi vào hệ thống.'],
    ['Trong kỳ', 'Việc xảy ra sau ngày của bản trước, đến hết ngày của bản sau.'],
    ['Hai bản ghi là một người', 'Hai bản ghi trước được tính là hai người, nay biết là một.'],
    ['Người đổi chỗ bên trong đơn vị', 'Có trong cả hai bản, nhưng ở đơn vị bên dưới khác nhau.'],
    [
      'Lượt hoàn thành mô-đun',
      'Trong những ngày giữa hai bản, tính cho đơn vị và đối tượng của người học đúng vào ngày hoàn thành.',
    ],
  ] as [term: string, meaning: string][],
};
