export const SEARCH = '/don-vi/nguoi';
export const personPath = (id: string) => `${SEARCH}/${id}`;
export const guardianPath = (id: string) => `${personPath(id)}/nguoi-giam-ho`;
export const movePath = (membershipId: string) => `/don-vi/chuyen/${membershipId}`;
export const correctPath = (membershipId: string) => `/don-vi/sua-qua-trinh/${membershipId}`;
export const unmergePath = (personId: string, mergeId: string) => `${personPath(personId)}/tach/${mergeId}`;
