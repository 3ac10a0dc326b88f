export const renderScreen = async (_: unknown): Promise<Buffer> => Buffer.alloc(0)
