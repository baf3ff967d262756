/** Words of a person's own copy. */
export const exportTexts = {
  title: 'Dữ liệu của bạn trong Học Vụ Số',
  made: (moment: string) => `Bản sao lập ${moment}. Tệp này chứa dữ liệu cá nhân của bạn: đừng gửi cho người khác.`,
  empty: 'Không có.',
  yes: 'có',
  no: 'không',
  files: { page: 'du-lieu-cua-ban.html', folder: 'json' },
};
