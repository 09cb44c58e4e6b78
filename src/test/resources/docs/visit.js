// Reads, opens and tries the page as a person would; its value is what the person would see.
(async () => {
    const end = Date.now() + 15000;
    const find = async (what, selector, wanted = () => true) => {
        while (Date.now() < end) {
            const found = [...document.querySelectorAll(selector)].find(wanted);
            if (found) {
                return found;
            }
            await new Promise(resolve => setTimeout(resolve, 20));
        }
        throw new Error(`waited for ${what}: ${selector}`);
    };
    const tryIt = async id => {
        const operation = `#operations-${id}`;
        (await find('the operation', `${operation} .opblock-summary-control`)).click();
        (await find('try it', `${operation} .try-out__btn`)).click();
        (await find('execute', `${operation} .execute`)).click();
        const status = await find(
            'the answer', `${operation} .live-responses-table .response-col_status`,
            cell => /^\d/.test(cell.textContent));
        return status.textContent.trim().slice(0, 3);
    };
    const enterKey = async key => {
        (await find('authorize', '.btn.authorize')).click();
        const field = await find('the field of the key', '#api_key_value, .auth-container input');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, key);
        field.dispatchEvent(new Event('input', {bubbles: true}));
        (await find('the button', '.auth-btn-wrapper .authorize')).click();
        (await find('the end of the dialog', '.btn-done')).click();
    };
    const heading = await find('the heading', '.info .title');
    const open = await tryIt('Server-get_server_info');
    const closed = await tryIt('Auth-delete_api_auth_workspace_session');
    await enterKey('test-key');
    const opened = await tryIt('Auth-post_api_auth_workspace_session');
    return JSON.stringify({title: document.title, heading: heading.textContent, open, closed, opened});
})()
