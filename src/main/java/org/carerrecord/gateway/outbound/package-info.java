@NullMarked
package org.carerrecord.gateway.outbound;

import org.jspecify.annotations.NullMarked;
