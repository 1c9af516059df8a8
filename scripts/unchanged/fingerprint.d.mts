export declare const skippable: readonly string[];
export declare function fingerprint(root: string): string | null;
export declare function passedBefore(root: string, environment?: Readonly<Record<string, string | undefined>>): boolean;
export declare function remember(root: string, digest: string): void;
