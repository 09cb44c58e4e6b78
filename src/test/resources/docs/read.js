// Waits for the page to read, and counts what could be tried on it.
(async () => {
    const end = Date.now() + 15000;
    while (Date.now() < end && !document.querySelector('.opblock-body .responses-wrapper')) {
        await new Promise(resolve => setTimeout(resolve, 20));
    }
    return JSON.stringify({
        title: document.title,
        operations: document.querySelectorAll('.opblock').length,
        tries: document.querySelectorAll('.try-out').length,
    });
})()
