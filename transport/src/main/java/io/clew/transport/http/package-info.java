/** HTTP/1.1 for clients: the server over sockets, and what the requests mean. */
@NullMarked
package io.clew.transport.http;

import org.jspecify.annotations.NullMarked;
