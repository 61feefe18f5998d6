/** A page of plain text for a browser that may not in. It holds nothing of the population. */
export const strangerNotice = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Populus</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <h1>This browser has no access to Populus</h1>
    <p>
      Populus answers only the browser that opened the address it printed when it started, and that address works once.
    </p>
    <p>Stop Populus, start it again, and open the address it prints then.</p>
  </body>
</html>
`

/**
 * A link on another site brings the browser here without the session's cookie, because it is a SameSite=Strict cookie.
 * This page comes from our own origin, so the request it leads to carries the cookie.
 */
export const arrivalNotice = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="0; url=/?arrived" />
    <title>Populus</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <p><a href="/?arrived">Open Populus</a></p>
  </body>
</html>
`
