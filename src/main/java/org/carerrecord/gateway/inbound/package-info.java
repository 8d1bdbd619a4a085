@NullMarked
package org.carerrecord.gateway.inbound;

import org.jspecify.annotations.NullMarked;
