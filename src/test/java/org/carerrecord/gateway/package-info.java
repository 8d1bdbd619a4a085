@NullMarked
package org.carerrecord.gateway;

import org.jspecify.annotations.NullMarked;
