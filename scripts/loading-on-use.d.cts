export declare function loadingOnUse(code: string): string;
