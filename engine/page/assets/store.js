// A store of this browser, in IndexedDB: what is kept there counts as kept once the transaction is
// complete.

function opened(database, store, options) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, options);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * The one store of a database, made at its first use: call what this gives with "readonly" or
 * "readwrite" and what to ask of the store.
 */
export const storeOf = (database, name, options) => async (mode, ask) => {
  const open = await opened(database, name, options);
  try {
    return await new Promise((resolve, reject) => {
      const transaction = open.transaction(name, mode);
      const request = ask(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  } finally {
    open.close();
  }
};
